/** Text that somebody typed, fit to be shown: what looks like the password of a URL is left out. */
export function withoutPassword(text: string): string {
  return text.replace(/(\w+:\/\/[^\s:/@]*):\S*@/g, '$1:…@').replace(/([?&]password=)[^\s&]*/gi, '$1…');
}
