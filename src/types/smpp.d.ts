/** The parts of the library `smpp` that the service, the simulated phone and the tests use. It brings no types of its own. */
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { Server as NetServer, Socket } from 'node:net';
  import type { ConnectionOptions, TlsOptions } from 'node:tls';

  /** Parameters and TLVs by the names of the SMPP specification. */
  export type PduFields = Readonly<Record<string, unknown>>;

  /** A text, or octets as they are; `udh` goes before it and sets the indicator in `esm_class`. */
  export type ShortMessage =
    string | Buffer | { readonly udh?: Buffer | readonly Buffer[]; readonly message: string | Buffer };

  export class PDU {
    /** Longest PDU that is read, in octets. */
    static maxLength: number;
    constructor(command: string, fields?: PduFields);
    /** Of one whole PDU as it came. */
    constructor(octets: Buffer);
    /** `unknown` where the library does not know the command's id. */
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    isResponse(): boolean;
    /** @throws TypeError for a command that has no response. */
    response(fields?: PduFields): PDU;
    toBuffer(): Buffer;
    /** What came from the other side; nothing of it is sure. */
    readonly [field: string]: unknown;
  }

  type OnAnswer = (answer: PDU) => void;
  /** Each gives false where the socket takes nothing more, and then calls nobody back. */
  type Send = (fields?: PduFields, onAnswer?: OnAnswer) => boolean;

  export class Session extends EventEmitter {
    readonly socket: Socket;
    readonly bind_transceiver: Send;
    readonly bind_transmitter: Send;
    readonly bind_receiver: Send;
    readonly submit_sm: Send;
    readonly deliver_sm: Send;
    readonly enquire_link: Send;
    readonly unbind: Send;
    send(pdu: PDU, onAnswer?: OnAnswer): boolean;
    pause(): void;
    resume(): void;
    /** Ends the socket after what is written. */
    close(onClosed?: () => void): void;
    destroy(onClosed?: () => void): void;
    on(event: 'connect' | 'secureConnect' | 'close', listener: () => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    /** `pdu` for each, or the name of a command. */
    on(event: string, listener: (pdu: PDU) => void): this;
  }

  export type SessionOptions = ConnectionOptions & {
    /** `smpp://host:port`, or `ssmpp://` for TLS. */
    readonly url?: string;
    readonly tls?: boolean;
    readonly auto_enquire_link_period?: number;
  };
  export function connect(options: SessionOptions, onConnected?: () => void): Session;

  export class Server extends NetServer {
    readonly sessions: readonly Session[];
  }
  export function createServer(onSession: (session: Session) => void): Server;
  export function createServer(options: TlsOptions, onSession: (session: Session) => void): Server;

  /** `ASCII` is the GSM default alphabet with its extension (3GPP TS 23.038, 6.2.1), one septet an octet. */
  export const encodings: Readonly<
    Record<'ASCII' | 'UCS2', { encode(text: string): Buffer; decode(octets: Buffer): string }>
  >;

  /** Values of `command_status` by name, `ESME_ROK` and the others. */
  export const errors: Readonly<Record<string, number>>;
}
