interface SampleOffer {
  readonly offerCode: string;
  readonly name: string;
  readonly portal: 'ecare' | 'selfcare';
}

export const eligibleOffers: readonly [SampleOffer, ...SampleOffer[]] = [
  { offerCode: 'SC-01', name: 'Offerta Esempio Voce', portal: 'selfcare' },
  { offerCode: 'SC-02', name: 'Offerta Esempio Voce Più', portal: 'selfcare' },
  { offerCode: 'SC-03', name: 'Offerta Esempio Dati', portal: 'selfcare' },
  { offerCode: 'SC-04', name: 'Offerta Esempio "Tutto, compreso"', portal: 'selfcare' },
  { offerCode: 'SC-05', name: "Offerta Esempio d'Impresa", portal: 'selfcare' },
  { offerCode: 'SC-06', name: 'Offerta Esempio Città', portal: 'selfcare' },
];

export const otherOffers: readonly [SampleOffer, ...SampleOffer[]] = [
  { offerCode: 'EC-01', name: 'Offerta Esempio Storica', portal: 'ecare' },
  { offerCode: 'EC-02', name: 'Offerta Esempio Storica Dati', portal: 'ecare' },
  { offerCode: 'EC-03', name: 'Offerta Esempio Ufficio', portal: 'ecare' },
];
