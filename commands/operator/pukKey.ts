import { Command } from 'commander';
import { sealingKeyText } from '../../src/security/pukSealing';
import { DeskFailure, exitCodes, sentenceOf, settingsOfDesk } from './desk';

/** `puk-key`: the public key that the API seals typed PUKs to. */
export function pukKeyCommand(): Command {
  return new Command('puk-key')
    .description('Prints PUK_SEALING_KEY for the API: the public half of the first of WORKER_KEYS.')
    .action(() => {
      try {
        process.stdout.write(`${publicKey()}\n`);
      } catch (error) {
        process.stderr.write(`${sentenceOf(error)}\n`);
        process.exitCode = exitCodes.failed;
      }
    });
}

function publicKey(): string {
  const { workerKeys } = settingsOfDesk().secrets;
  if (!workerKeys) throw new DeskFailure('WORKER_KEYS must be set: the key is the public half of its first.');
  return sealingKeyText(workerKeys);
}
