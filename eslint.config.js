import solid from "eslint-plugin-solid/configs/typescript";
import tseslint from "typescript-eslint";
import { importLaw } from "./src/testing/import-law.js";

export default tseslint.config(
  {
    ignores: [
      "dist",
      "target",
      "node_modules",
      "sidecar",
      "src-tauri",
      "tests/fixtures",
      "src/ipc/bindings.ts",
    ],
  },
  tseslint.configs.strict,
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"],
    ...solid,
  },
  {
    files: ["src/**/*.{ts,tsx}", "tests/**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { tenon: { rules: { "import-law": importLaw } } },
    rules: {
      "tenon/import-law": "error",
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-invalid-void-type": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXOpeningElement[name.name=/^[a-z]/] > JSXAttribute[name.name='title']",
          message: "The webview's own tooltips are not for the keyboard and show no key: use data-tip.",
        },
      ],
      // The compiler says the same, and knows more.
      "no-undef": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" },
      ],
      // It takes props that never change for the life of a component for signals.
      "solid/reactivity": "off",
    },
  },
  {
    files: ["**/*.test.{ts,tsx}"],
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
);
