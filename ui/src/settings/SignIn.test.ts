// Signing in: what is wrong stands under the field it is about, in words that say what to do.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import { language } from "../i18n/i18n.svelte";
import { fakeDesk, settle, write } from "../test/desk";
import SignIn from "./SignIn.svelte";

async function signIn(code: string, address = "192.168.1.5:7010") {
  const desk = fakeDesk({
    sign_in: () => {
      throw { code, message: "in English, for the details", rejection: null };
    },
  });
  render(SignIn);
  for (const [id, text] of [["signin-hub", address], ["signin-login", "train"], ["signin-password", "secret"]] as const) write(screen.getByTestId<HTMLInputElement>(id), text);
  flushSync();
  screen.getByTestId("signin-do").click();
  await settle();
  flushSync();
  const about = (id: string) => document.getElementById(`${id}-about`)?.textContent ?? "";
  return { desk, about, alerts: screen.queryAllByRole("alert").map((one) => one.textContent) };
}

afterEach(() => language.choose("zh-CN", "zh-CN"));

describe("a sign-in that fails", () => {
  it.each(["unreachable", "hub_error", "upgrade_required"])("says %s under the address", async (code) => {
    const { about, alerts } = await signIn(code);
    expect(alerts).toEqual([about("signin-hub")]);
    expect(about("signin-hub")).not.toContain("程序出了点问题");
    expect(document.activeElement?.id).toBe("signin-hub");
  });

  it.each(["wrong_credentials", "too_many_attempts"])("says %s under the password", async (code) => {
    const { about, alerts } = await signIn(code);
    expect(alerts).toEqual([about("signin-password")]);
    expect(document.activeElement?.id).toBe("signin-password");
  });

  it("says everything else under the form", async () => {
    const { alerts } = await signIn("outbox_not_empty");
    expect(alerts).toHaveLength(1);
    expect(screen.getByTestId("signin-problem").textContent).toContain("未送达");
  });

  it("names a field that is empty, and asks nobody", async () => {
    const { desk, about } = await signIn("unreachable", "");
    expect(desk.of("sign_in")).toEqual([]);
    expect(about("signin-hub")).toContain("还没有填");
    expect(document.activeElement?.id).toBe("signin-hub");
  });

  it("asks nobody when the address is none", async () => {
    const { desk, about } = await signIn("unreachable", "中枢 在哪");
    expect(desk.of("sign_in")).toEqual([]);
    expect(about("signin-hub")).toContain("不是一个地址");
  });
});

describe("an address without a scheme", () => {
  it("is completed, and the person sees with what", async () => {
    const { desk } = await signIn("unreachable");
    expect(desk.of("sign_in")[0]?.["hub"]).toBe("http://192.168.1.5:7010");
    expect(screen.getByTestId<HTMLInputElement>("signin-hub").value).toBe("http://192.168.1.5:7010");
  });

  it("is shown as it will be used, before it is", () => {
    fakeDesk({});
    render(SignIn);
    write(screen.getByTestId<HTMLInputElement>("signin-hub"), "hub.example.com");
    flushSync();
    expect(document.getElementById("signin-hub-about")?.textContent).toContain("https://hub.example.com");
  });
});
