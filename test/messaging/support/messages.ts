import type { MailMessage } from '../../../src/messaging/channel';

export const message: MailMessage = {
  to: 'legale.rappresentante@azienda.example',
  subject: 'Attiva il profilo della tua società',
  html: '<p>perché <b>no</b></p>',
  text: 'perché no',
  language: 'it',
  messageId: 'Zm9vYmFyYmF6cXV4LTEyMzQ1Njc4',
};
export const from = 'Wind Tre Business <noreply@selfcare.example>';

/** What a hand-over failed with, or undefined where it did not. */
export async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  return sending.then(
    () => undefined,
    (failure: unknown) => failure,
  );
}
