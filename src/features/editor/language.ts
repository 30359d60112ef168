import { LanguageDescription, type LanguageSupport } from "@codemirror/language";
import { languages as listed } from "@codemirror/language-data";
import { markdownLanguageOf } from "./markdown-language";

const languages = listed.map((at) => (at.name === "Markdown" ? markdownLanguageOf(listed) : at));

/** Names that the list of languages leaves out. */
const alsoKnown: [RegExp, string][] = [
  [/^(Cargo|poetry|uv|Pipfile)\.lock$/, "TOML"],
  [/^(GNU)?[Mm]akefile$|\.mk$/, "Shell"],
  [/^\.(bashrc|bash_profile|profile|zshrc|envrc)$|\.(zsh|fish)$/, "Shell"],
  [/\.(jsonc|json5|code-workspace|ipynb|webmanifest)$/, "JSON"],
  [/^\.(editorconfig|gitconfig|npmrc)$|\.(conf|service|desktop)$/, "Properties files"],
  [/\.(mdx|markdown)$/, "Markdown"],
  [/\.svg$/, "XML"],
];

export function languageNames(): string[] {
  return languages.map(({ name }) => name).sort((a, b) => a.localeCompare(b));
}

export function languageNamed(name: string): LanguageDescription | undefined {
  return languages.find((at) => at.name === name);
}

/** The language of a file by its name, or none for plain text. */
export function languageOf(fileName: string): LanguageDescription | undefined {
  const also = alsoKnown.find(([pattern]) => pattern.test(fileName));
  if (also) return languageNamed(also[1]);
  return LanguageDescription.matchFilename(languages, fileName) ?? undefined;
}

/** Loads a language; one that cannot be loaded leaves the text plain. */
export async function loadLanguage(language: LanguageDescription): Promise<LanguageSupport | undefined> {
  try {
    return await language.load();
  } catch {
    return undefined;
  }
}
