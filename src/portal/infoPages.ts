import type { Request, Response } from 'express';
import type { Figures } from '../config/figures';
import { Problem } from '../errors/problem';
import { findPortalOperation } from '../routes/portals';
import { searchFaq } from './faqSearch';
import { withFigures } from './figuresInTexts';
import { languageOf, linkTo } from './language';
import { sendPage, type PageProblem } from './pages';
import { cookiesPath, faqPath, portalsPath, privacyPath, startPath } from './paths';
import type { PortalParts, PortalPlaces } from './portalParts';
import { pageTexts } from './texts';

interface InfoPage {
  show(request: Request, response: Response): unknown;
}

/** Pages that only tell. */
export function infoPages({
  calls,
  figures,
  note,
  places: { coverage },
}: Pick<PortalParts, 'calls' | 'figures' | 'note' | 'places'>): [string, InfoPage][] {
  return [
    [faqPath, { show: (request, response) => showFaq(request, response, coverage) }],
    [portalsPath, new PortalsPage({ calls, note })],
    [privacyPath, toldPage('privacy', figures)],
    [cookiesPath, toldPage('cookies', figures)],
  ];
}

function toldPage(about: 'privacy' | 'cookies', figures: Figures): InfoPage {
  return {
    show: (request: Request, response: Response) => {
      const { text, list } = pageTexts[languageOf(request).locale][about];
      const told = (sentence: string) => withFigures(sentence, figures);
      const data = {
        about,
        sentences: text.map(told),
        list: list.map(told),
        back: linkTo(request, startPath),
      };
      sendPage(request, response, { name: 'told', data });
    },
  };
}

function showFaq(request: Request, response: Response, coverage: PortalPlaces['coverage']): void {
  const { locale, query } = languageOf(request);
  const search = typeof request.query['q'] === 'string' ? request.query['q'].slice(0, 100) : '';
  const lang = query.slice('?lang='.length);
  sendPage(request, response, {
    name: 'faq',
    data: {
      ...{ search, lang, back: linkTo(request, startPath) },
      ...{ nationalCoverage: coverage.national, foreignCoverage: coverage.foreign },
      entries: searchFaq(search, locale),
    },
  });
}

type Asked = Readonly<Partial<Record<(typeof fields)[number], string>>>;
const fields = ['offer', 'profile', 'segment'] as const;

/** `/portals`: which customer area serves (rules 1, 2, 4, 5 and 40 of the FAQ). */
class PortalsPage {
  constructor(private readonly parts: Pick<PortalParts, 'calls' | 'note'>) {}

  async show(request: Request, response: Response): Promise<void> {
    const asked = askedOf(request);
    const { answer, problems } = await this.answer(request, response, asked);
    const { offers = [] } = await this.find(request, response, {});
    const { query } = languageOf(request);
    const { decision } = answer;
    const lacksOffer = wasSent(request) && !decision && problems.length === 0;
    sendPage(request, response, {
      name: 'portals',
      problems: lacksOffer ? [{ code: 'FIELD_EMPTY', field: 'offer' }] : problems,
      data: {
        ...{ offer: '', profile: '', segment: '', ...asked },
        lang: query.slice('?lang='.length),
        name: decision?.name ?? '',
        address: decision?.address ?? '',
        detail: decision?.detail ?? '',
        back: linkTo(request, startPath),
        offers,
        portals: answer.portals,
      },
    });
  }

  private async answer(request: Request, response: Response, asked: Asked) {
    const none: readonly PageProblem[] = [];
    try {
      return { answer: await this.find(request, response, asked), problems: none };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'OFFER_UNKNOWN') throw error;
      const { code } = this.parts.note(error, response).problem;
      return { answer: await this.find(request, response, {}), problems: [{ code, field: 'offer' }] };
    }
  }

  private find(request: Request, response: Response, query: Asked) {
    return this.parts.calls.call(request, response, findPortalOperation, { query });
  }
}

/** The form sends its fields, the empty ones, too. */
function wasSent({ query }: Request): boolean {
  return fields.some((name) => query[name] !== undefined);
}

function askedOf({ query }: Request): Asked {
  const asked = fields.flatMap((name) => {
    const value = query[name];
    return typeof value === 'string' && value.trim() !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(asked);
}
