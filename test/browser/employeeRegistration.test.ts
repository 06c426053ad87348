import { newMailbox } from '../e2e/support/employees';
import { recordLine } from '../e2e/support/lines';
import { pageTexts } from '../../src/portal/texts';
import { codeOnPhone } from './support/inboxes';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';

const site = siteForTests();

test('an employee registers a voice line on a phone, by the code of an SMS', async () => {
  const say = pageTexts.it;
  const line = await recordLine(site.service, 1);
  const anna = await site.person();
  await anna.open('/');
  await anna.looksRight();
  await anna.follow(say.forms.employeeRegistration.heading);
  await anna.sees(say.forms.employeeRegistration.heading);
  await anna.looksRight();
  await anna.fill({
    [say.fields.line.label]: line,
    [say.fields.email.label]: newMailbox(),
    [say.choices.voice]: true,
  });
  await anna.press(say.forms.employeeRegistration.button);
  await anna.sees(say.flow.codeHeading);
  await anna.looksRight();
  await anna.fill({ [say.fields.code.label]: await codeOnPhone(site.service, line) });
  await anna.press(say.flow.codeButton);
  await anna.sees(say.passwordHeading);
  await anna.looksRight();
  await anna.fill({ [say.passwordLabel]: password });
  await anna.press(say.passwordButton);
  await anna.sees(say.doneHeading);
  await anna.looksRight();
});
