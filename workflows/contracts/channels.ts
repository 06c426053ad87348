/** The channels that take messages to people. */
export const messageChannels = ['sms', 'mail'] as const;
export type MessageChannel = (typeof messageChannels)[number];

/** The channels of an account's contacts, one each: its number and its mailbox. Notices go by them. */
export const contactChannels = ['sms', 'mail'] as const satisfies readonly MessageChannel[];
export type ContactChannel = (typeof contactChannels)[number];

interface ChannelFacts {
  /** A number is checked by its prefix and shown by its end; a mailbox is neither. */
  readonly reaches: 'number' | 'mailbox';
  /** The contact of an account that the channel reaches. */
  readonly contact: ContactChannel;
  /** Name of the figure that says how long its codes live. */
  readonly codeLife: `${string}CodeLifeMs`;
  /** How requests name it. */
  readonly apiName: string;
}

/**
 * What every process needs to know of a channel. Each room has its own table: limits in `activities/limits.ts`, hand-over in
 * `activities/codes/codeChannels.ts`, words of pages in `src/portal/words/channels.ts`, requests that may name it in
 * `src/routes/passwordRecovery.ts`.
 */
export const channelFacts = {
  sms: { reaches: 'number', contact: 'sms', codeLife: 'smsCodeLifeMs', apiName: 'sms' },
  mail: { reaches: 'mailbox', contact: 'mail', codeLife: 'mailCodeLifeMs', apiName: 'email' },
} as const satisfies Record<MessageChannel, ChannelFacts>;

/** The channels that reach a number. Their messages cost money, and a brake counts them over all numbers of a prefix. */
export type NumberChannel = {
  [Channel in MessageChannel]: (typeof channelFacts)[Channel]['reaches'] extends 'number' ? Channel : never;
}[MessageChannel];

/** How requests name the channels. */
export type ChannelName = (typeof channelFacts)[MessageChannel]['apiName'];

/** The variables of the environment that say how long codes live, one for each channel; minutes. */
export type CodeLifeVariable = `${Uppercase<MessageChannel>}_CODE_LIFE_MINUTES`;

/** Of a code by each channel, from the moment that its provider took it; milliseconds. */
export type CodeLives = Readonly<Record<(typeof channelFacts)[MessageChannel]['codeLife'], number>>;
