import type { Rule } from "eslint";

export const importLaw: Rule.RuleModule;
