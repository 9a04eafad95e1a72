// Which compensation is being asked for, if any.

/** What a request is about, as far as the place it is begun from knows. */
export interface About {
  customerId: string;
  customerName: string;
  orderId: string | null;
  ticketId: string | null;
}

class Granting {
  about = $state.raw<About | null>(null);

  begin(about: About): void {
    this.about = about;
  }

  stop(): void {
    this.about = null;
  }
}

export const granting = new Granting();
