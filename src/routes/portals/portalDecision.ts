import type { Account } from '../../database/accounts';
import type { Company, Offer } from '../../database/recordDocuments';

/** The customer areas of the operator; this service is that of `selfcare`. */
export const portals = ['selfcare', 'ecare', 'windecare'] as const;
export type PortalName = (typeof portals)[number];

export const portalReasons = ['eligibleOffer', 'otherOffer', 'largeCompany'] as const;
export type PortalReason = (typeof portalReasons)[number];

/** What is known of the visitor; each part may be unknown. */
export interface PortalQuestion {
  readonly offerPortal: Offer['portal'] | undefined;
  readonly profile: Account['kind'] | undefined;
  readonly segment: Company['segment'] | undefined;
}

export interface PortalDecision {
  readonly portal: PortalName;
  readonly reason: PortalReason;
  /** The size of the company was not told, and for a large one the answer may be WindeCare. */
  readonly unlessLarge: boolean;
}

/**
 * The portal that serves (rules 1, 2, 4 and 5 of the FAQ): the offer decides, for employees of companies of every size;
 * User Admins and Telco Managers of large companies have WindeCare, whatever the offer is.
 *
 * @returns undefined where the offer decides and is not known
 */
export function decidePortal({ offerPortal, profile, segment }: PortalQuestion): PortalDecision | undefined {
  const administers = profile === 'userAdmin' || profile === 'telcoManager';
  if (administers && segment === 'LARGE')
    return { portal: 'windecare', reason: 'largeCompany', unlessLarge: false };
  if (offerPortal === undefined) return undefined;
  return {
    portal: offerPortal,
    reason: offerPortal === 'selfcare' ? 'eligibleOffer' : 'otherOffer',
    unlessLarge: profile !== 'employee' && segment !== 'SME',
  };
}
