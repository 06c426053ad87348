import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Eta } from 'eta';
import { Router } from 'express';
import type { Inbox, ReceivedMessage } from './inbox';

const mostShown = 100;

const eta = new Eta({ autoEscape: true });
const page = eta.compile(ownFile('templates', 'inbox.html.eta'));

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full' });
const hour = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });

/** What one phone received in one day. */
interface DayOfMessages {
  readonly day: string;
  readonly messages: readonly (ReceivedMessage & { readonly hour: string })[];
}

/** @param to the one phone to show; `undefined`: all of them, the latest message first either way. */
export function renderInboxPage(inbox: Inbox, to: string | undefined): string {
  const messages = inbox.all.filter((message) => to === undefined || message.to === to);
  const shown = messages.slice(-mostShown).reverse();
  return eta.render(page, {
    to,
    days: daysOf(shown),
    left: messages.length - shown.length,
    revision: inbox.revision,
  });
}

function daysOf(messages: readonly ReceivedMessage[]): DayOfMessages[] {
  const moments = messages.map((message) => ({ message, at: new Date(message.receivedAt) }));
  const days = new Map<string, { message: ReceivedMessage; at: Date }[]>();
  for (const moment of moments) {
    const name = day.format(moment.at);
    days.set(name, [...(days.get(name) ?? []), moment]);
  }
  return [...days].map(([name, ofDay]) => ({
    day: name,
    messages: ofDay.map(({ message, at }) => ({ ...message, hour: hour.format(at) })),
  }));
}

/** The style sheet is the classless base followed by the page's own rules. */
export function assetsRouter(): Router {
  const base = readFileSync(require.resolve('simpledotcss/simple.min.css'), 'utf8');
  const assets = [
    { name: 'phone.css', type: 'css', content: `${base}\n${ownFile('assets', 'phone.css')}` },
    { name: 'phone.js', type: 'js', content: ownFile('assets', 'phone.js') },
    { name: 'icon.svg', type: 'svg', content: ownFile('assets', 'icon.svg') },
  ];
  const router = Router();
  for (const { name, type, content } of assets) {
    router.get(`/assets/${name}`, (_request, response) => {
      response.type(type).send(content);
    });
  }
  return router;
}

function ownFile(...path: readonly string[]): string {
  return readFileSync(join(__dirname, ...path), 'utf8');
}
