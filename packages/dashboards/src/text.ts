/** What people read on the boards, in both languages of the house. */
export interface Text {
  readonly pt: string;
  readonly en: string;
}

/** One text in Portuguese and in English. */
export const text = (pt: string, en: string): Text => ({ pt, en });
