import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

type Text = Readonly<Record<string, string>>;

/** A service as the topology runs it; commands as lists. */
export interface ComposeService {
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Text;
  readonly networks: readonly string[];
  readonly secrets?: readonly string[];
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: DependencyCondition }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly deploy: { readonly replicas?: number };
  readonly stop_signal?: NodeJS.Signals;
  readonly restart: 'unless-stopped' | 'on-failure';
}

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}

/** The file as an engine reads it: variables are filled in, a doubled dollar is one. */
export function readComposeFile(path: string, variables: Text): ComposeFile {
  const text = readFileSync(path, 'utf8').replace(
    /\$\$|\$\{(?<name>\w+)(?::(?<kind>[-?])(?<rest>[^}]*))?\}/g,
    (...found) => {
      const { name, kind, rest } = found.at(-1) as {
        readonly name?: string;
        readonly kind?: string;
        readonly rest?: string;
      };
      if (name === undefined) return '$';
      const value = variables[name];
      if (value === undefined && kind === '?') throw new Error(`${name} is not given: ${rest ?? ''}.`);
      return value ?? rest ?? '';
    },
  );
  return parse(text, { merge: true }) as ComposeFile;
}
