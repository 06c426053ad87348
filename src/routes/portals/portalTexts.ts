import type { Locale } from '../../../workflows/contracts/flow';
import { portals, type PortalName, type PortalReason } from './portalDecision';

/** The portals by the names that customers know. */
const portalTitles: Readonly<Record<PortalName, string>> = {
  selfcare: 'Selfcare Wind Tre Business',
  ecare: 'Wind eCare',
  windecare: 'WindeCare',
};

export interface DescribedPortal {
  readonly portal: PortalName;
  readonly name: string;
  readonly address: string;
}

/** Every portal with its name and its configured address; this one comes first (rule 3 of the FAQ). */
export function describedPortals(addresses: Readonly<Record<PortalName, string>>): DescribedPortal[] {
  return portals.map((portal) => ({ portal, name: portalTitles[portal], address: addresses[portal] }));
}

type Texts = Readonly<Record<Locale, string>>;

export const reasonTexts: Readonly<Record<PortalReason, Texts>> = {
  eligibleOffer: {
    it: 'Con questa offerta usi il portale Selfcare.',
    en: 'With this offer you use the Selfcare portal.',
  },
  otherOffer: {
    it: 'Con questa offerta usi il portale Wind eCare.',
    en: 'With this offer you use the Wind eCare portal.',
  },
  largeCompany: {
    it: 'User Admin e Telco Manager delle grandi aziende usano WindeCare.',
    en: 'User Admins and Telco Managers of large companies use WindeCare.',
  },
};
