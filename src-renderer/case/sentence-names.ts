import { isolated } from '../../src-shared/text/isolated.ts';
import type { Directory } from '../queue/queue-entry.ts';
import type { AgreementNames } from './timeline-entries.ts';

/** The names as parts of sentences: none turns round the words beside it, whichever way it is read. */
export function sentenceNames(names: Directory & AgreementNames): Directory & AgreementNames {
  return {
    accountName: (id) => isolated(names.accountName(id)),
    contactName: (id) => isolated(names.contactName(id)),
    userName: (id) => isolated(names.userName(id)),
    productName: (id) => isolated(names.productName(id)),
    agreementName: (key) => isolated(names.agreementName(key)),
    teamName: (key) => isolated(names.teamName(key)),
    breachReasonName: (key) => isolated(names.breachReasonName(key)),
    closureCodeName: (key) => isolated(names.closureCodeName(key)),
    caseNumber: (id) => {
      const number = names.caseNumber(id);
      return number === null ? null : isolated(number);
    },
  };
}
