import { Command } from 'commander';
import { startPhone, type PhoneOptions } from './phone';

/** The simulated SMS provider as a process of its own. */
async function main(): Promise<void> {
  const options = new Command('phone')
    .description('An SMS provider that speaks SMPP 3.4, and a page that shows what the phones received.')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--smpp <port>', 'port of SMPP', '2775')
    .option('--web <port>', 'port of the inbox', '1081')
    .option('--messages-file <path>', 'keep messages in this file')
    .parse()
    .opts<{ host: string; smpp: string; web: string; messagesFile?: string }>();
  const { host, smpp, web, messagesFile } = options;
  const kept: Pick<PhoneOptions, 'messagesFile'> = messagesFile === undefined ? {} : { messagesFile };
  const phone = await startPhone({ host, smppPort: Number(smpp), webPort: Number(web), ...kept });
  console.log(`SMPP on port ${phone.smppPort}, inbox on http://${host}:${phone.webPort}`);
  await stopSignal();
  await phone.close();
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
