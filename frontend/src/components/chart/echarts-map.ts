import { MapChart } from 'echarts/charts'
import { AriaComponent, GeoComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { world } from './world'

register([MapChart, GeoComponent, TooltipComponent, VisualMapComponent, AriaComponent, SVGRenderer])
registerMap('world', world as never)

export { init }
export { boundsOf } from './world'
