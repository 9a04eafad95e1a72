// Whether the palette is shown, and what stands in it.

class Palette {
  open = $state(false);
  text = $state("");

  show(text = ""): void {
    this.text = text;
    this.open = true;
  }

  hide(): void {
    this.open = false;
  }
}

export const palette = new Palette();
