import { ApplicationFailure } from '@temporalio/activity';
import type {
  CodeEffects,
  CodeMessage,
  CodeMessages,
  CodeRoute,
  CodeVerdict,
} from '../../workflows/contracts/codes';
import { messageRefused, type Refusal } from '../../workflows/contracts/flow';
import type { NoticeMessages } from '../../workflows/contracts/notices';
import type { PasswordEffects, PasswordOutcome } from '../../workflows/contracts/passwords';
import { FakeActivities } from './fakeActivities';

type Attempt = Parameters<CodeEffects['verifyCode']>[0];

/** The digest that stands for the code of an issue. */
export function codeOfIssue(issue: number): string {
  return `code ${issue}`;
}

/** Routes of a flow about one line: by SMS to the line, by mail after the PUK, and the decoy of a line that is not admitted. */
export function lineRoutes(wording: NonNullable<CodeRoute['recipient']>['wording']) {
  const smsRoute: CodeRoute = {
    apparentChannel: 'sms',
    recipient: { channel: 'sms', address: 'sealed line', wording },
    messageKey: 'line key',
    provable: true,
    mayRevealRefusal: false,
  };
  const mailRoute: CodeRoute = {
    apparentChannel: 'mail',
    recipient: { channel: 'mail', address: 'sealed mailbox', wording },
    messageKey: 'mailbox key',
    provable: true,
    mayRevealRefusal: true,
  };
  const decoyRoute: CodeRoute = {
    apparentChannel: 'sms',
    messageKey: 'line key',
    provable: false,
    mayRevealRefusal: false,
  };
  return { smsRoute, mailRoute, decoyRoute };
}

/** Stands for what every flow with a code reaches. */
export abstract class FakeCodes extends FakeActivities {
  messageBudget: Refusal | null = null;
  /** Answers in place of the comparison. */
  verdict: CodeVerdict | undefined;
  channelRefuses = false;
  acceptedMsAgo = 0;
  /** The channel that is away. */
  failChannel: CodeMessage['apparentChannel'] | undefined;
  password: PasswordOutcome = { outcome: 'set', notices: [] };

  /** Distinct tries: the end of a flow may ask for one again. */
  get compared(): number {
    return new Set((this.requestsOf('verifyCode') as Attempt[]).map(({ tryId }) => tryId)).size;
  }

  /** The messages that were handed over. */
  get sent(): CodeMessage[] {
    return this.requestsOf('sendCode') as CodeMessage[];
  }

  protected codes(): CodeEffects & CodeMessages & NoticeMessages & PasswordEffects {
    return {
      takeMessage: this.act('takeMessage', () => this.messageBudget),
      verifyCode: this.act('verifyCode', (attempt: Attempt) => this.verdict ?? compared(attempt)),
      sendCode: this.act('sendCode', ({ apparentChannel }: CodeMessage) => {
        if (apparentChannel === this.failChannel) throw ApplicationFailure.retryable('away');
        if (this.channelRefuses) throw ApplicationFailure.nonRetryable('refused', messageRefused);
        return { acceptedMsAgo: this.acceptedMsAgo };
      }),
      sendNotices: this.act('sendNotices', () => undefined),
      setFlowPassword: this.act('setFlowPassword', () => this.password),
    };
  }
}

function compared({ route, issue, typed }: Attempt): CodeVerdict {
  return { outcome: route.provable && typed.digest === codeOfIssue(issue) ? 'right' : 'wrong' };
}
