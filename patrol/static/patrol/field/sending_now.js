// @ts-check
/** The app's one sender, known to every view. */

/** @type {(isUrgent?: boolean) => Promise<void>} */
let wake = () => Promise.resolve();

/** @param {(isUrgent?: boolean) => Promise<void>} waker */
export function setSender(waker) {
  wake = waker;
}

/** Look at the queue now. Urgent: a person asked, so waiting times are passed over. */
export function wakeSender(isUrgent = false) {
  void wake(isUrgent);
}
