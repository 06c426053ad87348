import { locales } from '../../workflows/contracts/flow';
import type { MailChannel } from '../../src/messaging/channel';
import { Mails } from '../../src/messaging/mails';
import { createSmtpChannel } from '../../src/messaging/smtpChannel';
import { freePort } from '../../embedded/ports';
import { startMailboxServer } from './support/mailboxServer';
import { failureOf, from, message } from './support/messages';
import { startScriptedSmtpServer } from './support/scriptedSmtpServer';

let channel: MailChannel | undefined;
function channelTo(smtpUrl: string, sendDeadlineMs = 5_000): MailChannel {
  channel = createSmtpChannel({ smtpUrl, from, sendDeadlineMs });
  return channel;
}

afterEach(() => channel?.close());

describe('delivery to a real mailbox', () => {
  let mailbox: Awaited<ReturnType<typeof startMailboxServer>>;
  beforeAll(async () => {
    mailbox = await startMailboxServer();
  });
  afterAll(() => mailbox.stop());
  beforeEach(() => mailbox.empty());

  it('arrives once, with the sender of the configuration, a stable id and no call for automatic replies', async () => {
    await channelTo(mailbox.smtpUrl).send(message);
    const [mail, ...others] = await mailbox.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ subject: message.subject, from: [{ address: 'noreply@selfcare.example' }] });
    expect(mail!.to).toMatchObject([{ address: message.to }]);
    expect(mail!.headers).toMatchObject({
      'message-id': `<${message.messageId}@selfcare.example>`,
      'auto-submitted': 'auto-generated',
      'x-auto-response-suppress': 'All',
      'content-language': 'it',
    });
  });

  it.each(locales)(
    'both parts of the activation mail arrive whole, link and token included (%s)',
    async (locale) => {
      const token = 'q8Zr0mB3vN7yT1xWc5LkJ9dHf2GsA4eUo6PiRzQbXnE';
      const activation = new Mails().userAdminActivation({
        companyName: 'Società Agricola Però & Figli',
        firstName: 'Niccolò',
        locale,
        supportReference: '7K3M9QX2TB',
        link: `https://selfcare.example/attivazione#token=${token}`,
        token,
        expiresAt: new Date('2026-11-26T13:30:00Z'),
      });
      await channelTo(mailbox.smtpUrl).send({ ...message, ...activation });
      const [mail] = await mailbox.mails();
      expect(mail!.subject).toBe(activation.subject);
      expect(mail!.html.trim()).toBe(activation.html.trim());
      expect(mail!.text.trim()).toBe(activation.text.trim());
    },
  );
});

describe('signing in and encryption', () => {
  it('signs in with the user and password of the address, percent-encoded', async () => {
    const server = await startScriptedSmtpServer({ user: 'us:er', password: 'p@ss/word' });
    await channelTo(`smtp://us%3Aer:p%40ss%2Fword@127.0.0.1:${server.port}`).send(message);
    expect(server.taken).toHaveLength(1);
    await server.stop();
  });

  it('a refused sign-in is a wait, not the end of a mailbox', async () => {
    const server = await startScriptedSmtpServer({ user: 'user', password: 'right' });
    const failure = await failureOf(channelTo(`smtp://user:wrong@127.0.0.1:${server.port}`).send(message));
    expect(failure).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    expect((failure as Error).message).not.toContain('wrong@');
    await server.stop();
  });

  it('sends nothing in the clear where encryption is required', async () => {
    const server = await startScriptedSmtpServer();
    const failure = await failureOf(
      channelTo(`smtp://127.0.0.1:${server.port}?requireTLS=true`).send(message),
    );
    expect(failure).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    expect(server.taken).toEqual([]);
    await server.stop();
  });

  it('sends nothing to a server whose certificate nobody vouches for', async () => {
    const server = await startScriptedSmtpServer({ startTls: true });
    const failure = await failureOf(channelTo(`smtp://127.0.0.1:${server.port}`).send(message));
    expect(failure).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    expect(server.taken).toEqual([]);
    await server.stop();
  });
});

describe('a provider that is away', () => {
  it('delays, and the message goes out once it is back', async () => {
    const port = await freePort();
    const open = channelTo(`smtp://127.0.0.1:${port}`);
    expect(await failureOf(open.send(message))).toMatchObject({ name: 'MessageDelayed', answerLost: false });
    const server = await startScriptedSmtpServer({ port });
    await open.send(message);
    expect(server.taken).toHaveLength(1);
    await server.stop();
  });

  it('a name that does not resolve is a wait', async () => {
    const failure = await failureOf(channelTo('smtp://mail.invalid:25').send(message));
    expect(failure).toMatchObject({ name: 'MessageDelayed', answerLost: false });
  });

  it('the probe tells whether the provider answers now', async () => {
    const server = await startScriptedSmtpServer();
    const open = channelTo(`smtp://127.0.0.1:${server.port}`);
    await expect(open.probe()).resolves.toBe(true);
    await server.stop();
    await expect(open.probe()).resolves.toBe(false);
  });

  it('probes at one moment share one connection', async () => {
    const server = await startScriptedSmtpServer();
    const open = channelTo(`smtp://127.0.0.1:${server.port}`);
    const probes = Array.from({ length: 50 }, () => open.probe());
    expect(new Set(probes).size).toBe(1);
    await Promise.all(probes);
    await server.stop();
  });
});

describe('the address of the provider', () => {
  it.each([
    'http://mail.example',
    'mail.example',
    'smtp://',
    'smtp://user:hidden@mail.example?rejectUnauthorized=false',
    'smtp://user:hidden@mail.example?requireTLS=perhaps',
  ])('refuses %s with a sentence that names the variable and not the password', (smtpUrl) => {
    const open = () => createSmtpChannel({ smtpUrl, from });
    expect(open).toThrow(/SMTP_URL/);
    expect(open).not.toThrow(/hidden/);
  });

  it.each(['nobody', 'a@x.example, b@x.example', ''])('refuses the sender %j', (sender) => {
    expect(() => createSmtpChannel({ smtpUrl: 'smtp://127.0.0.1', from: sender })).toThrow(/MAIL_FROM/);
  });
});
