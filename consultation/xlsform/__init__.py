"""Reading XLSForm: a workbook that staff wrote becomes a questionnaire, or every problem in it is named."""
