/**
 * `when` clauses of key bindings, as VS Code writes them: names, `!`, `&&`, `||`, `==`, `!=`, parentheses.
 */
type Fact = boolean | string | undefined;

export interface When {
  holds: (fact: (key: string) => Fact) => boolean;
  /** The names that it asks to be true. */
  mentions: (key: string) => boolean;
}

/** A clause that always holds. */
export const always: When = { holds: () => true, mentions: () => false };

const token = /\s*(&&|\|\||==|!=|!|\(|\)|'[^']*'|"[^"]*"|[^\s&|=!()'"]+)/y;

/** Reads a clause; throws a `SyntaxError` that says what is wrong. */
export function parseWhen(text: string | null | undefined): When {
  if (text === null || text === undefined || text.trim() === "") return always;
  const parser = makeParser(tokens(text));
  const when = parser.either();
  if (!parser.done()) throw new SyntaxError(`"${parser.peek()}" is not expected in "${text}".`);
  return when;
}

function tokens(text: string): string[] {
  const found: string[] = [];
  const source = text.trimEnd();
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match?.[1]) throw new SyntaxError(`"${source.slice(at).trim()}" cannot be read in "${text}".`);
    found.push(match[1]);
  }
  return found;
}

function makeParser(list: string[]) {
  let at = 0;
  const peek = (): string | undefined => list[at];
  const eat = (wanted: string): boolean => {
    if (list[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const word = (): string => {
    const next = list[at++];
    if (next === undefined) throw new SyntaxError("The clause ends too early.");
    if (/^(&&|\|\||==|!=|!|\(|\))$/.test(next)) throw new SyntaxError(`"${next}" is not expected here.`);
    return next.replace(/^(['"])(.*)\1$/, "$2");
  };
  const compare = (): When => {
    const key = word();
    if (eat("==")) return equals(key, word(), true);
    if (eat("!=")) return equals(key, word(), false);
    if (key === "true" || key === "false") return { ...always, holds: () => key === "true" };
    return {
      holds: (fact) => fact(key) !== undefined && fact(key) !== false && fact(key) !== "",
      mentions: (name) => name === key,
    };
  };
  const unary = (): When => {
    if (eat("!")) {
      const inner = unary();
      return { holds: (fact) => !inner.holds(fact), mentions: () => false };
    }
    if (!eat("(")) return compare();
    const inner = either();
    if (!eat(")")) throw new SyntaxError("A parenthesis is not closed.");
    return inner;
  };
  const both = (): When => {
    let left = unary();
    while (eat("&&")) left = join(left, unary(), (a, b) => a() && b());
    return left;
  };
  const either = (): When => {
    let left = both();
    while (eat("||")) left = join(left, both(), (a, b) => a() || b());
    return left;
  };
  return { either, peek, done: () => at >= list.length };
}

function equals(key: string, value: string, wanted: boolean): When {
  return {
    holds: (fact) => (String(fact(key) ?? "") === value) === wanted,
    mentions: (name) => wanted && name === key,
  };
}

function join(left: When, right: When, op: (a: () => boolean, b: () => boolean) => boolean): When {
  return {
    holds: (fact) =>
      op(
        () => left.holds(fact),
        () => right.holds(fact),
      ),
    mentions: (key) => left.mentions(key) || right.mentions(key),
  };
}
