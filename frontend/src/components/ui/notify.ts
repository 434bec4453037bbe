import { notifications } from '@mantine/notifications'

/** Says briefly that something was done. Success that shows by itself stays silent. */
export function notifyDone(message: string) {
  notifications.show({ message, color: 'accent' })
}

/** Says what went wrong and stays until it is dismissed. */
export function notifyError(message: string) {
  notifications.show({ message, color: 'red', autoClose: false, role: 'alert' })
}
