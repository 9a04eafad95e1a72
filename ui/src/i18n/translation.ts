// The shape of a translation: the same keys as the Chinese original, with a plural form where the language needs one.

/** A message whose words depend on the parameter `n`. */
export interface Plural {
  one: string;
  other: string;
}

export type Message = string | Plural;

/** Every key of the original, each in the other language. */
export type Translation<Original> = { readonly [K in keyof Original]: Message };

/** The names of the `{parameters}` in a message. */
export type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
