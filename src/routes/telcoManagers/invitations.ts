import type { Figures } from '../../config/figures';
import type { Keyring } from '../../config/keys';
import type { TelcoManager } from '../../database/accounts';
import { auditActorOf } from '../../database/auditTrail';
import { Problem } from '../../errors/problem';
import type { ProblemCode } from '../../errors/catalogue';
import type { EndpointRequest } from '../../http/endpoint';
import { keyedDigest } from '../../security/digests';
import { stepIdOf } from '../../security/flowTokens';
import { type Invitation, sealInvitation } from '../../security/sealing';
import type { Flows } from '../../temporal/flows';
import { companyKeyAttribute } from '../../temporal/searchAttributes';
import { workflowIdOf, type FlowView } from '../../../workflows/contracts/flow';
import type { TelcoManagerInvitationInput } from '../../../workflows/contracts/telcoManagerInvitation';
import type { FlowIdentity, FlowStart } from '../flowStart';
import { signedInOf } from '../../http/endpointCall';
import { maskedAccountName } from '../../identifiers/typedText';
import { invitationOf, type statusOf } from './managers';

export interface InvitationDependencies {
  readonly flowStart: FlowStart;
  readonly flows: Flows;
  readonly serviceKeys: Keyring;
  readonly figures: Figures;
}

/** The invited: a new profile, or an existing account. */
type Invited = { readonly profile: NonNullable<Invitation['profile']> } | { readonly manager: TelcoManager };

const flow = 'telcoManagerInvitation';
/** What a resend is refused with once its flow is over. */
const whenOver: readonly ProblemCode[] = ['FLOW_EXPIRED', 'LINK_VOID', 'NOT_FOUND'];

/** Invitations of Telco Managers, to the company of the signed-in User Admin. */
export class Invitations {
  constructor(private readonly dependencies: InvitationDependencies) {}

  /** @throws Problem with the refusal that the flow began with, `TOO_MANY_STARTS`, `TEMPORARILY_UNAVAILABLE` */
  begin(request: EndpointRequest<unknown>, invited: Invited): Promise<FlowView> {
    const { vatNumber } = signedInOf(request).account;
    const { username } = 'profile' in invited ? invited.profile : invited.manager;
    const subject = `Telco Manager ${maskedAccountName(username)}`;
    const company = keyedDigest(this.dependencies.serviceKeys, 'VAT number', vatNumber);
    return this.dependencies.flowStart.start(request, {
      flow,
      title: 'Telco Manager invitation',
      subject,
      searchAttributes: [{ key: companyKeyAttribute, value: company }],
      inputOf: (identity) => ({ ...this.inputOf(request, identity, invited), subject }),
    });
  }

  /**
   * Sends the running invitation's mail again, or else a new invitation, which replaces the former profile. A request
   * repeated after the manager became active gets its first answer: it must not delete the new profile.
   *
   * @param expectedStatus the status that the caller saw; refused where only one of the two is `active`
   * @throws Problem `STEP_OUT_OF_ORDER` where that differs, the refusal of the resend, and as {@link begin}
   */
  async repeat(
    request: EndpointRequest<unknown>,
    manager: TelcoManager,
    expectedStatus: ReturnType<typeof statusOf> | undefined,
  ): Promise<FlowView> {
    const ownFlow = workflowIdOf(flow, this.dependencies.flowStart.flowIdOf(request, flow));
    if (manager.heldBy === ownFlow) return this.begin(request, { manager });
    const isActive = manager.status === 'active';
    const isOther = expectedStatus !== undefined && (expectedStatus === 'active') !== isActive;
    if (isOther && !isActive) throw new Problem('STEP_OUT_OF_ORDER');
    const resent = await this.resent(request, manager);
    if (resent) return resent;
    if (isOther) throw new Problem('STEP_OUT_OF_ORDER');
    return this.begin(request, { manager });
  }

  /** Undefined without a running invitation. */
  private async resent(
    { idempotencyKey }: EndpointRequest<unknown>,
    manager: TelcoManager,
  ): Promise<FlowView | undefined> {
    const { flows, serviceKeys } = this.dependencies;
    const running = invitationOf(manager);
    if (!running) return undefined;
    const updateId = stepIdOf(serviceKeys, running.flowId, 'resendLink', idempotencyKey);
    try {
      return await flows.advance(running, 'resendLink', updateId, {});
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const isUsed = error.code === 'STEP_OUT_OF_ORDER' && manager.status === 'active';
      if (isUsed || whenOver.includes(error.code)) return undefined;
      throw error;
    }
  }

  private inputOf(
    request: EndpointRequest<unknown>,
    { flowId, supportReference }: FlowIdentity,
    invited: Invited,
  ): Omit<TelcoManagerInvitationInput, 'subject'> {
    const { serviceKeys, figures } = this.dependencies;
    const { linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow } = figures;
    const { locale, addressKey } = request;
    const { account } = signedInOf(request);
    const { vatNumber } = account;
    const about =
      'profile' in invited
        ? { managerId: flowId, invitation: { vatNumber, profile: invited.profile } }
        : {
            managerId: invited.manager._id,
            replaces: invited.manager.heldBy,
            invitation: { vatNumber },
          };
    return {
      ...about,
      invitation: sealInvitation(serviceKeys, about.invitation),
      flowId,
      supportReference,
      locale,
      addressKey,
      actor: auditActorOf(account),
      figures: { linkLifeMs, passwordWindowMs, resendCooldownsMs, resendsPerFlow },
    };
  }
}
