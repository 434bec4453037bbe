import { everyOtherPage } from './support/pages'

everyOtherPage(1)
