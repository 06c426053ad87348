import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Container } from './container';
import type { ComposeFile, ComposeService, DependencyCondition } from './composeFile';
import { programOf, type Programs } from './images';
import { hostsOf, Networks } from './network';

/** Longest that a service takes until it is healthy, or has done its work. */
const readyWithinMs = 180_000;
const lookEveryMs = 500;

export interface TopologyOptions {
  readonly file: ComposeFile;
  readonly programs: Programs;
  /** Folder of the secrets' files. */
  readonly secrets: string;
  /** Texts that stand in place of a secret's, by its name. */
  readonly insteadOf?: Readonly<Record<string, string>>;
  /** Services that nothing here stands for: what waits for them goes on. */
  readonly without: readonly string[];
  /** Networks that the machine has an address in. */
  readonly published: readonly string[];
  readonly edge: { readonly name: string; readonly subnet: string };
}

/** The services of a compose file as processes of this machine: in its order, with its commands, on its networks. */
export class Topology {
  private readonly folder = mkdtempSync('/dev/shm/topology-');
  private readonly containers = new Map<string, readonly Container[]>();
  private readonly numbers = new Map<string, readonly number[]>();
  private readonly nameServers: ChildProcess[] = [];
  private readonly networks: Networks;
  private readonly prefix = `t${process.pid % 10_000}`;

  constructor(private readonly options: TopologyOptions) {
    const { services, networks } = options.file;
    let next = 2;
    for (const [name, { deploy }] of Object.entries(services)) {
      const count = deploy.replicas ?? 1;
      this.numbers.set(
        name,
        Array.from({ length: count }, (_, index) => next + index),
      );
      next += count;
    }
    this.networks = new Networks(this.prefix, Object.keys(networks), options.edge);
    for (const network of options.published) this.networks.joinMachine(network);
  }

  /** Brings up a service and whatever it waits for. */
  async up(name: string): Promise<void> {
    if (this.containers.has(name)) return;
    const service = this.serviceOf(name);
    const isLeftOut = this.options.without.includes(name);
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      await this.up(other);
      if (!isLeftOut) await this.awaitCondition(other, condition);
    }
    if (!isLeftOut) this.start(name, service);
  }

  /** Waits until every process of a service passes the file's own health check. */
  async awaitHealthy(name: string): Promise<void> {
    await this.awaitCondition(name, 'service_healthy');
  }

  addressOf(name: string, network: string): string {
    return this.networks.addressOf(network, this.numbers.get(name)?.[0] ?? 0);
  }

  logOf(name: string): string {
    const numbers = this.numbers.get(name) ?? [];
    return numbers
      .map((number) => readFileSync(join(this.folder, `${name}-${number}`, 'log'), 'utf8'))
      .join('');
  }

  containersOf(name: string): readonly Container[] {
    return this.containers.get(name) ?? [];
  }

  /** @returns how the processes of each service ended: by a code, or a signal */
  async stop(): Promise<ReadonlyMap<string, readonly (number | string | null)[]>> {
    const ends = new Map<string, readonly (number | string | null)[]>();
    for (const [name, containers] of [...this.containers].reverse()) {
      await Promise.all(containers.map((container) => container.stop(this.serviceOf(name).stop_signal)));
      ends.set(
        name,
        containers.map(({ process: { exitCode, signalCode } }) => exitCode ?? signalCode),
      );
    }
    return ends;
  }

  async remove(): Promise<void> {
    await this.stop();
    for (const server of this.nameServers) server.kill('SIGKILL');
    this.networks.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private start(name: string, service: ComposeService): void {
    const containers = (this.numbers.get(name) ?? []).map((number) => {
      const namespace = this.networks.join(`${name.slice(0, 6)}${number}`, number, service.networks);
      const hosts = hostsOf(this.options.file, this.networks, service.networks, this.numbers);
      this.nameServers.push(nameServer(namespace, hosts));
      const folder = join(this.folder, `${name}-${number}`);
      mkdirSync(join(folder, 'root'), { recursive: true });
      mkdirSync(join(folder, 'work'));
      const program = programOf(service, this.options.programs);
      const own = `${this.networks.addressOf(service.networks[0] ?? '', number)} ${name}-${number}`;
      return Container.start(`${name}-${number}`, {
        namespace,
        folder,
        files: {
          '/etc/hosts': ['127.0.0.1 localhost', own, ...linesOf(hosts)].join('\n'),
          '/etc/hostname': `${name}-${number}\n`,
          '/etc/resolv.conf': 'nameserver 127.0.0.11\n',
          ...program.files,
          ...this.secretsOf(service),
          ...this.configsOf(service),
        },
        folders: program.folders ?? {},
        command: program.command,
        environment: { ...program.environment, ...service.environment },
        workFolder: service.image.startsWith('selfcare') ? '/service' : '/',
      });
    });
    this.containers.set(name, containers);
  }

  private secretsOf({ secrets = [] }: ComposeService): Record<string, string> {
    const { secrets: folder, insteadOf = {} } = this.options;
    return Object.fromEntries(
      secrets.map((secret) => [
        `/run/secrets/${secret}`,
        insteadOf[secret] ?? readFileSync(join(folder, secret), 'utf8'),
      ]),
    );
  }

  private configsOf({ configs = [] }: ComposeService): Record<string, string> {
    const { file } = this.options;
    return Object.fromEntries(
      configs.map(({ source, target }) => [target, file.configs[source]?.content ?? '']),
    );
  }

  private serviceOf(name: string): ComposeService {
    const service = this.options.file.services[name];
    if (!service) throw new Error(`The file has no service ${name}.`);
    return service;
  }

  private async awaitCondition(name: string, condition: DependencyCondition): Promise<void> {
    if (condition === 'service_started' || this.options.without.includes(name)) return;
    const deadline = Date.now() + readyWithinMs;
    for (const [index] of this.containersOf(name).entries()) {
      while (!this.holds(this.restarted(name, index), name, condition)) {
        if (Date.now() > deadline)
          throw new Error(`${name} is not ${condition}:\n${this.logOf(name).slice(-6_000)}`);
        await delay(lookEveryMs);
      }
    }
  }

  /** A container that failed is started anew, as the file wants it. */
  private restarted(name: string, index: number): Container {
    const [...containers] = this.containersOf(name);
    const container = containers[index];
    if (!container) throw new Error(`${name} was not started.`);
    const { exitCode } = container.process;
    if (exitCode === null || exitCode === 0 || this.serviceOf(name).restart !== 'on-failure')
      return container;
    containers[index] = container.again();
    this.containers.set(name, containers);
    return containers[index];
  }

  private holds(container: Container, name: string, condition: DependencyCondition): boolean {
    const { exitCode, signalCode } = container.process;
    const isOver = exitCode !== null || signalCode !== null;
    if (condition === 'service_completed_successfully') return exitCode === 0;
    if (isOver) throw new Error(`${name} ended with ${exitCode}:\n${this.logOf(name).slice(-6_000)}`);
    const [kind, ...command] = this.serviceOf(name).healthcheck?.test ?? [];
    return container.run(kind === 'CMD-SHELL' ? ['sh', '-c', ...command] : command).status === 0;
  }
}

function nameServer(namespace: string, hosts: ReadonlyMap<string, readonly string[]>): ChildProcess {
  const names = JSON.stringify(Object.fromEntries(hosts));
  const server = [process.execPath, join(__dirname, 'names.js'), names];
  return spawn('ip', ['netns', 'exec', namespace, ...server], { stdio: 'ignore' });
}

function linesOf(hosts: ReadonlyMap<string, readonly string[]>): string[] {
  return [...hosts].flatMap(([name, addresses]) => addresses.map((address) => `${address} ${name}`));
}
