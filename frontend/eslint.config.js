import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import queryPlugin from '@tanstack/eslint-plugin-query'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import { importX } from 'eslint-plugin-import-x'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const root = fileURLToPath(new URL('.', import.meta.url))

// The folders are the list: a new feature is fenced in from its first file on.
const features = existsSync(`${root}src/features`)
  ? readdirSync(`${root}src/features`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  : []

const zones = [
  ...features.map((feature) => ({
    target: `./src/features/${feature}`,
    from: './src/features',
    except: [`./${feature}`],
    message: 'A feature never imports a feature; what two need moves down to components, api or lib.',
  })),
  { target: './src/features', from: './src/app', message: 'app imports features, never the other way.' },
  {
    target: ['./src/api', './src/components', './src/lib'],
    from: ['./src/features', './src/app'],
    message: 'api, components and lib lie below features and app.',
  },
]

const onlyApiTalksToGo = 'Only src/api talks to Go: a Blob, File or multipart body crashes the Linux window.'

export default defineConfig(
  globalIgnores(['dist', 'test-results', 'playwright-report', 'src/api/schema.d.ts']),
  {
    files: ['**/*.{ts,tsx}'],
    extends: [
      tseslint.configs.recommended,
      tseslint.configs.stylistic,
      reactHooks.configs.flat.recommended,
      queryPlugin.configs['flat/recommended'],
    ],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: `${root}tsconfig.json` })],
    },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'import-x/no-restricted-paths': ['error', { basePath: root, zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // It warns the React Compiler off TanStack Virtual; the compiler isn't used here.
      'react-hooks/incompatible-library': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-globals': [
        'error',
        ...['fetch', 'XMLHttpRequest', 'EventSource', 'WebSocket'].map((name) => ({ name, message: onlyApiTalksToGo })),
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name=/^(window|globalThis|self)$/][property.name="fetch"]',
          message: onlyApiTalksToGo,
        },
        {
          selector: 'CallExpression[callee.object.name="window"][callee.property.name="open"]',
          message: 'window.open does nothing in the desktop window: use src/api/desktop.ts.',
        },
      ],
    },
  },
  {
    files: ['src/api/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name=/^(FormData|File)$/]',
          message: 'A multipart or file body crashes the Linux window: send JSON, text or a Uint8Array.',
        },
      ],
    },
  },
  {
    files: ['*.config.{ts,js}', 'e2e/**/*.ts', 'screenshots/**/*.ts', 'bench/**/*.{ts,tsx}'],
    rules: { 'import-x/no-default-export': 'off', 'no-restricted-globals': 'off', 'no-restricted-syntax': 'off' },
  },
)
