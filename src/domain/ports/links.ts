/** Addresses of the vendors' pages, for people to open. */
export interface Links {
  call(callId: string): string;
  ticket(account: string, id: number): string;
  customer(account: string, id: number): string;
}
