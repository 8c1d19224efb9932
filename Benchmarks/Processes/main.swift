import Measuring

var rows = Rows()
certificateToolRows(&rows)
passwordToolRows(&rows)
try rows.measureAll()
