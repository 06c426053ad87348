import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface ContainerPlan {
  readonly namespace: string;
  /** Holds what the container writes, and its log. */
  readonly folder: string;
  /** Texts of files, by their path inside. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders of the machine, by their path inside. */
  readonly folders: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workFolder: string;
}

/** What an image would be: the machine's own files, with those of the container over them, and no way to the machine's network. */
const enter = `
mkdir -p "$FOLDER/upper" "$FOLDER/work" "$FOLDER/root"
hostname "$NAME"
mount -t overlay overlay -o "lowerdir=/,upperdir=$FOLDER/upper,workdir=$FOLDER/work" "$FOLDER/root"
for own in /proc /dev /sys; do mount --rbind "$own" "$FOLDER/root$own"; done
while read -r inside outside; do mkdir -p "$FOLDER/root$inside"; mount --rbind "$outside" "$FOLDER/root$inside"; done < "$FOLDER/folders"
exec chroot "$FOLDER/root" "$@"
`;

/** A service of the compose file, as processes of the machine. */
export class Container {
  private constructor(
    readonly name: string,
    private readonly plan: ContainerPlan,
    readonly process: ChildProcess,
  ) {}

  static start(name: string, plan: ContainerPlan): Container {
    const { namespace, folder, files, folders, command, environment, workFolder } = plan;
    for (const [path, text] of Object.entries(files)) {
      const file = join(folder, 'upper', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, { mode: /\.sh$|\/bin\//.test(path) ? 0o755 : 0o644 });
    }
    const lines = Object.entries(folders).map(([inside, outside]) => `${inside} ${outside}\n`);
    writeFileSync(join(folder, 'folders'), lines.join(''));
    const variables = Object.entries(environment).map(([variable, value]) => `${variable}=${value}`);
    const inside = ['env', '-i', ...variables, 'sh', '-c', `cd ${workFolder} && exec "$@"`, 'sh', ...command];
    const log = openSync(join(folder, 'log'), 'a');
    const child = spawn(
      'ip',
      ['netns', 'exec', namespace, 'unshare', '--mount', '--uts', 'sh', '-euc', enter, 'sh', ...inside],
      { env: { PATH: process.env['PATH'], FOLDER: folder, NAME: name }, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    return new Container(name, plan, child);
  }

  /** The same container, started once more: what it wrote is still there. */
  again(): Container {
    return Container.start(this.name, this.plan);
  }

  /** Runs a command inside, with the environment of the container. */
  run(command: readonly string[]): { readonly status: number | null; readonly output: string } {
    const variables = Object.entries(this.plan.environment).map(([name, value]) => `${name}=${value}`);
    const inside = ['sh', '-c', `cd ${this.plan.workFolder} && exec "$@"`, 'sh', ...command];
    const place = ['--net', '--mount', `--root=/proc/${this.process.pid}/root`];
    const words = ['--target', String(this.process.pid), ...place, 'env', '-i', ...variables, ...inside];
    const { status, stdout, stderr } = spawnSync('nsenter', words, { encoding: 'utf8', timeout: 60_000 });
    return { status, output: `${stdout}${stderr}` };
  }

  async ended(): Promise<number | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'exit');
    return this.process.exitCode;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill(signal);
    const late = setTimeout(() => this.process.kill('SIGKILL'), 40_000);
    await this.ended();
    clearTimeout(late);
  }
}
