// Whether the list of keys is shown.

class Help {
  open = $state(false);

  show(): void {
    this.open = true;
  }

  hide(): void {
    this.open = false;
  }
}

export const help = new Help();
