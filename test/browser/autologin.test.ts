import { pageTexts } from '../../src/portal/texts';
import { networkSessionsPath } from '../../src/config/providers';
import { shownNumber } from '../../src/identifiers/msisdn';
import { recordLine } from '../e2e/support/lines';
import { Network } from '../networkSessions/support/network';
import { registeredEmployee } from './support/accounts';
import { siteForTests } from './support/site';

const password = 'una frase che nessuno indovina';
const { it, en } = pageTexts;

let network: Network;
const site = siteForTests({
  env: async (origin) => {
    network = await Network.start(`${origin}${networkSessionsPath}/callback`);
    return network.env;
  },
});
afterAll(() => network.close());

const onMobileNetwork = () => ({ waysLeadThrough: [network.issuer] });

describe('"Accedi direttamente"', () => {
  test('signs an employee in by the line of the phone, with nothing typed', async () => {
    const { username } = await registeredEmployee(site.service, 1, password);
    await network.connect(username);
    const anna = await site.person(onMobileNetwork());
    await anna.open('/');
    await anna.looksRight('entry-with-direct-sign-in');
    await anna.follow(it.entry.direct);
    await anna.sees(it.account.heading);
    await anna.reads(shownNumber(username));
    await anna.looksRight();
  });

  test('asks for the password where a change needs it, and goes on with the change', async () => {
    const { username } = await registeredEmployee(site.service, 2, password);
    await network.connect(username);
    const anna = await site.person({ ...onMobileNetwork(), scripts: false });
    await anna.open('/');
    await anna.follow(it.entry.direct);
    await anna.sees(it.account.heading);
    await anna.follow(it.account.links.associate);
    await anna.sees(it.forms.stepUp.heading);
    await anna.fill({ [it.fields.password.label]: password });
    await anna.press(it.forms.stepUp.button);
    await anna.sees(it.forms.simAssociation.heading);
  });

  test('leads a line that nobody registered to the registration, with the line filled in', async () => {
    const line = await recordLine(site.service, 3);
    await network.connect(line);
    const john = await site.person({
      ...onMobileNetwork(),
      device: 'desktop',
      language: 'en',
      scripts: false,
    });
    await john.open('/');
    await john.follow(en.entry.direct);
    await john.sees(en.forms.employeeRegistration.heading);
    await john.reads(en.summaryHeading);
    expect(await john.typedInto(en.fields.line.label)).toBe(line);
    expect(john.page.url()).not.toContain(line.slice(3));
    await john.looksRight('line-not-registered');
  });

  test('says on another network why the line is not recognised, beside the other ways in', async () => {
    await network.connect(null);
    const john = await site.person({ ...onMobileNetwork(), language: 'en' });
    await john.open('/');
    await john.follow(en.entry.direct);
    await john.sees(en.entry.heading);
    await john.reads(en.summaryHeading);
    await john.looksRight('line-not-recognised');
    await john.page.reload();
    expect(await john.page.getByText(en.summaryHeading).count()).toBe(0);
  });
});
