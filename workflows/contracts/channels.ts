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

/** What every process needs to know of a channel. How a worker sends by it: `activities/codes/codeChannels.ts`. */
export const channelFacts = {
  sms: { reaches: 'number', contact: 'sms', codeLife: 'smsCodeLifeMs', apiName: 'sms' },
  mail: { reaches: 'mailbox', contact: 'mail', codeLife: 'mailCodeLifeMs', apiName: 'email' },
} as const satisfies Record<MessageChannel, ChannelFacts>;

/** Of a code by each channel; milliseconds. */
export type CodeLives = Readonly<Record<(typeof channelFacts)[MessageChannel]['codeLife'], number>>;
