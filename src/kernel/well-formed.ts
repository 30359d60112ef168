/** Text as the core can take it: halves of letters, which no file and no JSON can have, become U+FFFD. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");
}
