import type { QuickProvider } from "../../kernel/app";

/** `?`: what else can be asked here. */
export function helpProvider(providers: () => QuickProvider[], open: (text: string) => void): QuickProvider {
  return {
    prefix: "?",
    title: "Help of the palette",
    search: () =>
      providers().map((provider) => ({
        id: `prefix:${provider.prefix}`,
        title: provider.prefix === "" ? "…" : provider.prefix,
        detail: provider.title,
        run: () => open(provider.prefix),
      })),
  };
}
