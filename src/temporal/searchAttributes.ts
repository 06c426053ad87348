import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What the support desk reads out: finds one flow in the Temporal UI. */
export const supportReferenceAttribute = defineSearchAttributeKey(
  'SupportReference',
  SearchAttributeType.KEYWORD,
);
/** Keyed digest of a VAT number: finds all flows of one company, and tells nobody which it is. */
export const companyKeyAttribute = defineSearchAttributeKey('CompanyKey', SearchAttributeType.KEYWORD);

/** Every search attribute that the namespace must know. */
export const searchAttributes = [supportReferenceAttribute, companyKeyAttribute];
