import { LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

// Only what is drawn is loaded. SVG stays sharp in print and at any zoom.
register([LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer])

export { init }
