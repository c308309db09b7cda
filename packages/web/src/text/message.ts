/** What the page says of an error. */
export interface Message {
  readonly happened: string;
  readonly toDo: string;
}
