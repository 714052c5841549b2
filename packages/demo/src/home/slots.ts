/** The words that fill the gaps of the household's commands. */
export const slots = {
  room: ['kitchen', 'bedroom', 'living room', 'bathroom', 'hallway', 'office', 'garage', 'garden'],
  percent: ['ten', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'],
  degrees: ['eighteen', 'nineteen', 'twenty', 'twenty one', 'twenty two', 'twenty three'],
  minutes: ['two', 'five', 'ten', 'fifteen', 'twenty', 'thirty', 'forty five'],
  hour: ['five', 'six', 'seven', 'eight', 'nine', 'ten'],
  genre: ['jazz', 'rock music', 'classical music', 'folk music', 'dance music', 'christmas songs'],
  covering: ['blinds', 'curtains', 'windows'],
  door: ['front door', 'back door', 'garage door', 'garden gate'],
  day: ['today', 'tomorrow'],
  subject: ['the moon', 'the ocean', 'a dragon', 'a robot'],
} as const;

export type SlotName = keyof typeof slots;
export type Slots = Readonly<Partial<Record<SlotName, string>>>;
