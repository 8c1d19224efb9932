import Measuring

var rows = Rows()
certificateToolRows(&rows)
passwordToolRows(&rows)
startRows(&rows)
try rows.measureAll()
