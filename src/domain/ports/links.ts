/** The pages on which people see things at the vendors. */
export interface Links {
  call(callId: string): string;
  ticket(account: string, id: number): string;
  customer(account: string, id: number): string;
}
