import { execFileSync } from 'node:child_process';
import type { ComposeFile } from './composeFile';

function ip(...words: readonly string[]): void {
  execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Networks of containers as bridges, and each container as a network namespace with a link to each of its own. */
export class Networks {
  private readonly namespaces: string[] = [];
  private readonly hub: string;

  /** @param prefix of every name that is made: 8 characters at most */
  constructor(
    private readonly prefix: string,
    private readonly names: readonly string[],
    /** The network whose addresses the file fixes. */
    private readonly edge: { readonly name: string; readonly subnet: string },
  ) {
    this.hub = `${prefix}hub`;
    this.makeNamespace(this.hub);
    for (const [index] of names.entries()) {
      ip('-n', this.hub, 'link', 'add', `net${index}`, 'type', 'bridge');
      ip('-n', this.hub, 'link', 'set', `net${index}`, 'up');
    }
  }

  /** @param number of the container, from 2 */
  join(container: string, number: number, networks: readonly string[]): string {
    const namespace = `${this.prefix}${container}`;
    this.makeNamespace(namespace);
    for (const name of networks) {
      const index = this.names.indexOf(name);
      const [outer, inner] = [`${this.prefix}${index}-${number}`, `eth${index}`];
      ip('-n', this.hub, 'link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', namespace);
      ip('-n', this.hub, 'link', 'set', outer, 'master', `net${index}`, 'up');
      ip('-n', namespace, 'addr', 'add', `${this.addressOf(name, number)}/24`, 'dev', inner);
      ip('-n', namespace, 'link', 'set', inner, 'up');
    }
    return namespace;
  }

  /** Gives the machine itself an address in a network, as published ports do. */
  joinMachine(network: string): void {
    const index = this.names.indexOf(network);
    const [outer, inner] = [`${this.prefix}m${index}`, `${this.prefix}w${index}`];
    ip(
      '-n',
      this.hub,
      'link',
      'add',
      outer,
      'type',
      'veth',
      'peer',
      'name',
      inner,
      'netns',
      String(process.pid),
    );
    ip('-n', this.hub, 'link', 'set', outer, 'master', `net${index}`, 'up');
    ip('addr', 'add', `${this.addressOf(network, 1)}/24`, 'dev', inner);
    ip('link', 'set', inner, 'up');
  }

  addressOf(network: string, number: number): string {
    if (network === this.edge.name) return this.edge.subnet.replace(/\.0\/24$/, `.${number}`);
    return `172.29.${this.names.indexOf(network)}.${number}`;
  }

  remove(): void {
    for (const namespace of this.namespaces) ip('netns', 'delete', namespace);
  }

  private makeNamespace(name: string): void {
    ip('netns', 'add', name);
    this.namespaces.push(name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
  }
}

/** The names that a container finds the others by: those on a network of its own. */
export function hostsOf(
  file: ComposeFile,
  networks: Networks,
  own: readonly string[],
  containers: ReadonlyMap<string, readonly number[]>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [service, numbers] of containers) {
    const shared = file.services[service]?.networks.filter((name) => own.includes(name)) ?? [];
    const addresses = shared.flatMap((name) => numbers.map((number) => networks.addressOf(name, number)));
    if (addresses.length > 0) found.set(service, addresses);
  }
  return found;
}
