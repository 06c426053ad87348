import { MessageDelayed, MessageRefused, type MailChannel } from '../../src/messaging/channel';
import { createSmtpChannel } from '../../src/messaging/smtpChannel';
import { failureOf, from, message } from './support/messages';
import { startScriptedSmtpServer, type ScriptedSmtpServer } from './support/scriptedSmtpServer';

let channel: MailChannel | undefined;
function channelTo(smtpUrl: string, sendDeadlineMs = 5_000): MailChannel {
  channel = createSmtpChannel({ smtpUrl, from, sendDeadlineMs });
  return channel;
}

afterEach(() => channel?.close());

describe('against a server that does not play along', () => {
  let server: ScriptedSmtpServer;
  const url = () => `smtp://127.0.0.1:${server.port}`;
  beforeEach(async () => {
    server = await startScriptedSmtpServer();
  });
  afterEach(() => server.stop());

  it.each([
    [
      'recipient unknown',
      'refuseRecipient',
      550,
      '5.1.1 <legale.rappresentante@azienda.example> unknown',
      '550 5.1.1',
    ],
    ['content refused', 'refuseMessage', 554, '5.6.0 no: perché no', '554 5.6.0'],
  ] as const)('%s: refused for good', async (_name, step, code, words, reason) => {
    server.script[step] = { code, words };
    const failure = await failureOf(channelTo(url()).send(message));
    expect(failure).toBeInstanceOf(MessageRefused);
    expect(failure).toMatchObject({ reason });
  });

  it.each([
    ['greylisted recipient', 'refuseRecipient', 451, '4.7.1 greylisted', '451 4.7.1'],
    ['provider out of space', 'refuseMessage', 452, '4.3.1 later', '452 4.3.1'],
    ['provider shutting down', 'refuseMessage', 421, '4.3.2 bye', '421 4.3.2'],
    ['our sender refused, which is ours to repair', 'refuseSender', 550, '5.7.1 sender', '550 5.7.1'],
    ['session not signed in, which is ours to repair', 'refuseRecipient', 530, '5.7.0 sign in', '530 5.7.0'],
  ] as const)('%s: delayed, and known not to be accepted', async (_name, step, code, words, reason) => {
    server.script[step] = { code, words };
    const failure = await failureOf(channelTo(url()).send(message));
    expect(failure).toBeInstanceOf(MessageDelayed);
    expect(failure).toMatchObject({ reason, answerLost: false });
  });

  it('an answer lost after the message went out is told apart, and the message is not sent again by itself', async () => {
    server.script.hangUpAfterData = true;
    const open = channelTo(url());
    const failure = await failureOf(open.send(message));
    expect(failure).toBeInstanceOf(MessageDelayed);
    expect(failure).toMatchObject({ answerLost: true });
    server.script.hangUpAfterData = false;
    await open.send({ ...message, subject: 'the next' });
    expect(server.taken.map((mail) => mail.includes('Subject: the next'))).toEqual([false, true]);
  });

  it('an answer later than the deadline counts as lost', async () => {
    server.script.answerAfterMs = 3_000;
    const failure = await failureOf(channelTo(url(), 400).send(message));
    expect(failure).toBeInstanceOf(MessageDelayed);
    expect(failure).toMatchObject({ answerLost: true });
  });

  it('a message that waited for a free connection past its deadline is known not to be accepted', async () => {
    server.script.answerAfterMs = 6_000;
    channel = createSmtpChannel({ smtpUrl: url(), from, maxConnections: 1, sendDeadlineMs: 2_000 });
    const [, queued] = await Promise.all([
      failureOf(channel.send(message)),
      failureOf(channel.send(message)),
    ]);
    expect(queued).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    expect(server.taken).toHaveLength(1);
  });

  it('many messages share a bounded number of connections', async () => {
    channel = createSmtpChannel({ smtpUrl: url(), from, maxConnections: 3 });
    await Promise.all(Array.from({ length: 20 }, () => channel!.send(message)));
    expect(server.mostConnections()).toBe(3);
    expect(server.taken).toHaveLength(20);
  });

  it('a connection that the server dropped while idle does not delay the next message', async () => {
    const open = channelTo(url());
    await open.send(message);
    const { port } = server;
    await server.stop();
    server = await startScriptedSmtpServer({ port });
    await open.send(message);
    expect(server.taken).toHaveLength(1);
  });

  it('no failure names the address or repeats words of the server', async () => {
    server.script.refuseRecipient = { code: 550, words: `5.1.1 ${message.to} perché no` };
    const failure = await failureOf(channelTo(url()).send(message));
    const told = [failure, (failure as Error).stack, JSON.stringify(failure), (failure as Error).cause].join(
      ' ',
    );
    expect(told).not.toMatch(/azienda\.example|perch/);
  });

  it('a line break in a subject adds no header and no recipient', async () => {
    const subject = 'Ciao\r\nBcc: altro@evil.example\r\n\r\n<b>corpo</b>\nX-Evil: 1';
    await channelTo(url()).send({ ...message, subject });
    const [head] = server.taken[0]!.split('\r\n\r\n');
    expect(head).not.toMatch(/^(Bcc|X-Evil):/im);
    expect(head).toMatch(/^Subject: Ciao/m);
  });

  it.each([
    'a@azienda.example\r\nBcc: b@evil.example',
    'a@azienda.example, b@evil.example',
    'Nome <a@azienda.example>',
    'a@azienda.example>\nRCPT TO:<b@evil.example',
    'azienda.example',
    '',
  ])('an address that is not one mailbox is refused before anything is sent: %j', async (to) => {
    const failure = await failureOf(channelTo(url()).send({ ...message, to }));
    expect(failure).toBeInstanceOf(MessageRefused);
    expect((failure as Error).message).not.toContain('example');
    expect(server.taken).toEqual([]);
  });

  it('content that names a file is never opened', async () => {
    const open = channelTo(url());
    await expect(
      open.send({ ...message, html: { path: __filename } as unknown as string }),
    ).rejects.toBeInstanceOf(MessageDelayed);
    expect(server.taken.join('')).not.toContain('scriptedSmtpServer');
  });
});
