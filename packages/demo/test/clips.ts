/** What is said in the engine tests. Nothing of the engines was tuned on these sentences. */

/** Commands of the grammar. */
export const heldOutCommands = [
  'turn on the kitchen lights',
  'turn off the hallway lights',
  'dim the bedroom lights to forty percent',
  'set the office temperature to twenty two degrees',
  'set a timer for fifteen minutes',
  'what time is it',
  'play some classical music',
  'close the living room curtains',
  'unlock the back door',
  'what is the weather like tomorrow',
];

/** Not in the grammar; the last three begin or end like a command. */
export const otherSentences = [
  'the museum is closed on mondays',
  'my grandfather used to repair old clocks',
  'how many people live in portugal',
  'please add butter to the shopping list',
  'we missed the last ferry to the island',
  'she painted the fence bright yellow',
  'do you remember the name of that restaurant',
  'turn on the dishwasher',
  'what is the price of a ticket to lisbon',
  'play chess against the computer',
];

/** Everyday speech that the house must sleep through. */
export const speechWithoutWakeWord = [...heldOutCommands, ...otherSentences].slice(0, 19);

/** Holds nearly the sounds of the wake word. No engine of this size tells them apart: counted, not promised. */
export const soundAlikes = ['there is more dough in the bowl', 'they have more domestic flights'];
