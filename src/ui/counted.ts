/** Numbers in sentences. */
const numbers = new Intl.NumberFormat("en");

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}
